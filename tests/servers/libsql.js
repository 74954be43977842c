// Runs SQL in a database in memory of libSQL's own engine. Each line of standard input is [statement, parameter, …] as
// JSON; each row is printed as a line of JSON, floating point numbers as the 16 hexadecimal digits of their bits.
const Database = require('libsql');
const lines = require('readline').createInterface({ input: process.stdin });

const database = new Database(':memory:');
const view = new DataView(new ArrayBuffer(8));

function shown(type, value) {
  if (type !== 'real') return value;
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

lines.on('line', (line) => {
  const [sql, ...parameters] = JSON.parse(line);
  const statement = database.prepare(sql);
  if (!statement.reader) {
    statement.run(...parameters);
    return;
  }
  // Pairs of a value and its type.
  for (const row of statement.raw().all(...parameters)) {
    const values = [];
    for (let i = 0; i < row.length; i += 2) values.push(shown(row[i + 1], row[i]));
    console.log(JSON.stringify(values));
  }
});
