// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
// Reads an Arrow IPC stream of a file; prints its fields, then each row, as JSON a line.
import {readFileSync} from 'node:fs';
import {tableFromIPC} from 'apache-arrow';

const table = tableFromIPC(readFileSync(process.argv[2]));
const plain = (value) => {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (ArrayBuffer.isView(value)) return Array.from(value, plain);
  if (value instanceof Date) return value.toISOString();
  if (value !== null && typeof value === 'object') {
    if (typeof value.toJSON === 'function' && value[Symbol.iterator] === undefined) {
      return plain(value.toJSON());
    }
    if (value[Symbol.iterator] !== undefined) return Array.from(value, plain);
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  }
  return value;
};
console.log(table.schema.fields.map((f) => `${f.name}: ${f.type}${f.nullable ? '' : ' not null'}`).join('; '));
for (let i = 0; i < table.numRows; i++) {
  console.log(JSON.stringify(table.schema.fields.map((f, c) => plain(table.getChildAt(c).get(i)))));
}
