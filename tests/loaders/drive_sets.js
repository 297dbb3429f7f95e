// SPDX-License-Identifier: MIT
// Real loaders of Node over sets of files: node drive_sets.js LOADER MODULES CASES
'use strict'
const fs = require('fs')
const path = require('path')
const os = require('os')
const { createRequire } = require('module')

const [loader, modules, cases] = process.argv.slice(2)
const req = createRequire(path.join(modules, 'x.js'))
const K = 'NEXOROUTER_API_KEY'
const base = { PATH: process.env.PATH, HOME: '/root', LANG: 'C.UTF-8' }

function fresh (name) {
  delete require.cache[req.resolve(name)]
  return req(name)
}

// What react-scripts/config/env.js does with the pair of packages that it brings.
function cra (mode, dir) {
  const files = [`.env.${mode}.local`, mode !== 'test' && '.env.local', `.env.${mode}`, '.env']
  for (const name of files.filter(Boolean)) {
    const file = path.join(dir, name)
    if (fs.existsSync(file)) req('dotenv-expand5')(req('dotenv10').config({ path: file }))
  }
}

const quiet = { error () {}, log () {}, info () {}, warn () {} }
const x = (dir, more) => fresh('@dotenvx/dotenvx').config({ quiet: true, ignore: ['MISSING_ENV_FILE'], noOps: true, opsOff: true, ...more })

const loaders = {
  'dotenv-17': () => { req('dotenv').config({ quiet: true }) },
  'next-16': (mode, dir) => { fresh('@next/env').loadEnvConfig(dir, mode === 'development' || mode === 'staging', quiet, true) },
  'cra-5': cra,
  'nuxt-c12-3': async (mode, dir) => { await (await load('c12/dist/index.mjs')).setupDotenv({ cwd: dir }) },
  'dotenvx-2': () => { x() },
  'dotenvx-2-nextjs': () => { x('', { convention: 'nextjs' }) },
  'dotenvx-2-flow': () => { x('', { convention: 'flow' }) },
  'dotenv-flow-4': () => { req('dotenv-flow').config({ silent: true }) },
  'vite-8': async (mode, dir) => { Object.assign(process.env, (await load('vite/dist/node/index.js')).loadEnv(mode, dir, '')) },
  'heroku-local': () => { Object.assign(process.env, fresh('foreman/lib/envs.js').loadEnvs('.env')) }
}
// Which variable says the mode; a mode of Next's own comes from its command.
const modeless = ['vite-8']

const loaded = {}
async function load (file) {
  return (loaded[file] = loaded[file] || await import(path.join(modules, file)))
}

async function main () {
  const out = []
  const saved = { ...process.env }
  const home = process.cwd()
  for (const name of ['log', 'warn', 'error', 'info']) console[name] = () => {}
  for (const c of JSON.parse(fs.readFileSync(cases, 'utf8'))) {
    const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'sets-')))
    for (const [name, text] of Object.entries(c.files)) {
      fs.mkdirSync(path.dirname(path.join(top, name)), { recursive: true })
      fs.writeFileSync(path.join(top, name), text)
    }
    const dir = path.join(top, c.cwd)
    fs.mkdirSync(dir, { recursive: true })
    for (const k of Object.keys(process.env)) delete process.env[k]
    Object.assign(process.env, base, c.env)
    if (!modeless.includes(loader)) process.env.NODE_ENV = c.mode
    process.chdir(dir)
    delete globalThis.__c12_dotenv_vars__
    let status = 'ok'
    try { await loaders[loader](c.mode, dir) } catch (e) { status = 'fail' }
    process.exitCode = 0
    const has = Object.hasOwn(process.env, K)
    out.push(JSON.stringify([status, has ? 'set' : 'unset', has ? process.env[K] : '']))
    process.chdir(home)
    fs.rmSync(top, { recursive: true })
  }
  for (const k of Object.keys(process.env)) delete process.env[k]
  Object.assign(process.env, saved)
  process.stdout.write(out.join('\n') + '\n')
}
main()
