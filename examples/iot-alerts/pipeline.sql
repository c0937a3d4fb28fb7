-- Devices push their temperature over WebSockets, and pages watch the alerts, as they come:
--
--   bin/laminar run examples/iot-alerts/pipeline.sql
--
-- and open examples/iot-alerts/index.html in a browser. It plays four devices, too.

SET 'parallelism.default' = '1';

-- Flink listens here, and reads what every device sends: {"device":"boiler","celsius":71.5}
CREATE TABLE readings (
  device  STRING,
  celsius DOUBLE,
  came    TIMESTAMP_LTZ(3) METADATA FROM 'received_at' VIRTUAL,
  WATERMARK FOR came AS came - INTERVAL '0.001' SECOND
) WITH (
  'connector' = 'websocket',
  'mode' = 'server',
  'bind_address' = '127.0.0.1:9300',
  'path' = '/readings',
  'max_message_size' = '64 kb',
  -- One device that sends rubbish must not stop the others.
  'on_error' = 'skip'
);

-- Flink listens here, too, and sends each alert to every page, or those of its filter only.
-- A new page first gets the last hundred.
CREATE TABLE alerts (
  device  STRING,
  `time`  TIMESTAMP_LTZ(3),
  celsius DOUBLE
) WITH (
  'connector' = 'websocket',
  'mode' = 'server',
  'bind_address' = '127.0.0.1:9301',
  'path' = '/alerts',
  'replay_buffer_size' = '100'
);

-- A single high reading may be wrong: the mean of a second counts.
INSERT INTO alerts
SELECT device, window_end, ROUND(AVG(celsius), 1)
FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(came), INTERVAL '1' SECOND))
GROUP BY device, window_start, window_end
HAVING AVG(celsius) > 80;
