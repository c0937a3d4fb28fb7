-- Ticks from a WebSocket feed become one-second candles: exactly once in PostgreSQL, and live on a page.
--
-- 'laminar demo' runs this script and brings the feed, the server and the page; it puts its own
-- addresses in the place of the three that stand here. With a feed and a server of your own, change
-- them, create the table of schema.sql there, and: laminar run examples/market/pipeline.sql

SET 'execution.checkpointing.interval' = '2 s';
SET 'parallelism.default' = '1';

CREATE TABLE ticks (
  symbol STRING,
  price  DECIMAL(12, 2),
  volume BIGINT,
  ts     TIMESTAMP(3),
  -- Times never go back, but many ticks share a millisecond.
  WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
) WITH (
  'connector' = 'websocket',
  'url' = 'ws://127.0.0.1:9100/ticks',
  'format' = 'json'
);

CREATE TABLE candles (
  symbol       STRING,
  window_start TIMESTAMP(3),
  `open`       DECIMAL(12, 2),
  high         DECIMAL(12, 2),
  low          DECIMAL(12, 2),
  `close`      DECIMAL(12, 2),
  volume       BIGINT,
  ticks        BIGINT
) WITH (
  'connector' = 'laminar-postgres',
  'connection' = 'postgresql://postgres@127.0.0.1:5432/postgres',
  'table' = 'candles',
  'delivery.guarantee' = 'exactly-once'
);

-- Any browser can connect here. A new one first gets the last 480 candles: a minute of 8 symbols.
CREATE TABLE live_candles (
  symbol       STRING,
  window_start TIMESTAMP(3),
  `open`       DECIMAL(12, 2),
  high         DECIMAL(12, 2),
  low          DECIMAL(12, 2),
  `close`      DECIMAL(12, 2),
  volume       BIGINT,
  ticks        BIGINT
) WITH (
  'connector' = 'websocket',
  'mode' = 'server',
  'bind_address' = '127.0.0.1:9200',
  'replay_buffer_size' = '480',
  'format' = 'json'
);

-- FIRST_VALUE and LAST_VALUE go by arrival, which is the order of time in this feed: one connection
-- brings all ticks of a symbol.
CREATE VIEW one_second AS
SELECT
  symbol,
  window_start,
  FIRST_VALUE(price) AS `open`,
  MAX(price)         AS high,
  MIN(price)         AS low,
  LAST_VALUE(price)  AS `close`,
  SUM(volume)        AS volume,
  COUNT(*)           AS ticks
FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts), INTERVAL '1' SECOND))
GROUP BY symbol, window_start, window_end;

-- One job, which reads the feed and computes the candles once.
EXECUTE STATEMENT SET BEGIN
  INSERT INTO candles
    SELECT symbol, window_start, `open`, high, low, `close`, volume, ticks FROM one_second;
  INSERT INTO live_candles
    SELECT symbol, window_start, `open`, high, low, `close`, volume, ticks FROM one_second;
END;
