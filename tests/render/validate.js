// SPDX-License-Identifier: MIT
// Validates SARIF logs, one JSON text a line on stdin as {"name", "log"}, against the schema that
// ships in a pinned package. Prints TAP-less lines: "ok NAME" or "not ok NAME: why".
'use strict';
const path = require('path');
const modules = path.join(__dirname, '..', 'npm', 'node_modules');
const Ajv = require(path.join(modules, 'ajv'));
const schema = require(path.join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore', logger: false });
ajv.addMetaSchema(require(path.join(modules, 'ajv/lib/refs/json-schema-draft-04.json')));
ajv._opts.defaultMeta = 'http://json-schema.org/draft-04/schema';
const validate = ajv.compile(schema);
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
for (const line of lines) {
    const { name, log } = JSON.parse(line);
    const good = validate(log);
    const e = good ? null : validate.errors[0];
    console.log(good ? `ok ${name}` : `not ok ${name}: ${e.dataPath} ${e.message}`);
}
