-- The table in PostgreSQL that pipeline.sql writes to. Its key would refuse a candle that came twice.
CREATE TABLE candles (
  symbol       text           NOT NULL,
  window_start timestamp(3)   NOT NULL,
  open         numeric(12, 2) NOT NULL,
  high         numeric(12, 2) NOT NULL,
  low          numeric(12, 2) NOT NULL,
  close        numeric(12, 2) NOT NULL,
  volume       bigint         NOT NULL,
  ticks        bigint         NOT NULL,
  PRIMARY KEY (symbol, window_start)
);
