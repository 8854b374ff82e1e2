// `exports` is the module itself.
const { guarded } = require('./guard');
const guard = require('./guard');

exports.read = async function read(id) {
  return guarded(() => id); // step A5
};

exports.rename_bad = async function rename_bad(id) {
  return guard.guarded(() => exports.read(id)); // warn self-deadlock // step A1 A3 A4
};

exports.rename_ok = async function rename_ok(id) {
  await guard.guarded(() => id);
  return exports.read(id);
};
