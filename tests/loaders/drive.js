// SPDX-License-Identifier: MIT
// Real loaders of Node over many files: node drive.js LOADER MODULES CASES
'use strict'
const fs = require('fs')
const path = require('path')
const os = require('os')
const { createRequire } = require('module')

const [loader, modules, cases] = process.argv.slice(2)
const req = createRequire(path.join(modules, 'x.js'))
const names = ['K', 'A', 'B', 'low']
const base = { PATH: process.env.PATH, HOME: '/root', LANG: 'C.UTF-8' }
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'loaders-'))
const file = path.join(dir, '.env')

function plain (s) {
  const out = []
  for (let i = 0; i < s.length; i++) {
    if (s[i] !== '\\') { out.push(s.charCodeAt(i)); continue }
    i++
    if (s[i] === 'x') { out.push(parseInt(s.substr(i + 1, 2), 16)); i += 2 } else {
      out.push({ n: 10, r: 13, t: 9, '\\': 92 }[s[i]])
    }
  }
  return Buffer.from(out)
}

function escaped (s) {
  let out = ''
  for (const b of Buffer.from(s, 'utf8')) {
    const known = { 10: '\\n', 13: '\\r', 9: '\\t', 92: '\\\\' }[b]
    out += known || (b >= 0x20 && b <= 0x7e ? String.fromCharCode(b) : '\\x' + b.toString(16).padStart(2, '0'))
  }
  return out
}

function setEnv (env) {
  for (const k of Object.keys(process.env)) delete process.env[k]
  Object.assign(process.env, env)
}

function fresh (name) {
  delete require.cache[req.resolve(name)]
  return req(name)
}

let complained = false
const quiet = { error () { complained = true }, log () {}, info () {}, warn () {} }

const loaders = {
  'dotenv-17': () => { req('dotenv').config({ path: file, quiet: true }); return process.env },
  'dotenv-16': () => { req('dotenv16').config({ path: file, quiet: true }); return process.env },
  'dotenv-expand-12': () => {
    req('dotenv-expand').expand(req('dotenv').config({ path: file, quiet: true }))
    return process.env
  },
  'cra-5': () => { req('dotenv-expand5')(req('dotenv10').config({ path: file })); return process.env },
  'next-16': () => { fresh('@next/env').loadEnvConfig(dir, true, quiet, true); return process.env },
  'nuxt-c12-3': async () => { await (await load('c12')).setupDotenv({ cwd: dir }); return process.env },
  'env-cmd-11': async () => ({ ...process.env, ...(await load('env-cmd/dist/parse-env-file.js')).parseEnvString(fs.readFileSync(file, 'utf8')) }),
  'heroku-local': () => ({ ...process.env, ...req('foreman/lib/envs.js').keyValue(fs.readFileSync(file)) }),
  'dotenvx-2': () => {
    const r = fresh('@dotenvx/dotenvx').config({ path: file, quiet: true, ignore: ['MISSING_ENV_FILE'], noOps: true, opsOff: true })
    if (r.error && process.exitCode) process.exitCode = 0
    return process.env
  },
  node: () => ({ ...require('util').parseEnv(fs.readFileSync(file, 'utf8')), ...process.env }),
  'vite-8': () => {
    const parsed = require('util').parseEnv(fs.readFileSync(file, 'utf8'))
    viteExpand()({ parsed, processEnv: { ...process.env } })
    return { ...parsed, ...process.env }
  }
}

// vite carries its own copy of dotenv-expand inside a large module; only that piece is evaluated.
function viteExpand () {
  if (loaded.vite) return loaded.vite
  const text = fs.readFileSync(path.join(modules, 'vite/dist/node/chunks/node.js'), 'utf8')
  const from = text.indexOf('function _resolveEscapeSequences')
  const to = text.indexOf('module.exports.expand = expand', from)
  return (loaded.vite = Function(text.slice(from, to) + '; return expand')())
}

const loaded = {}
async function load (name) {
  if (!loaded[name]) {
    const found = name.includes('/') ? path.join(modules, name) : req.resolve.paths ? path.join(modules, name, 'dist/index.mjs') : name
    loaded[name] = await import(found)
  }
  return loaded[name]
}

async function main () {
  const out = []
  const saved = { ...process.env }
  for (const name of ['log', 'warn', 'error', 'info']) console[name] = () => {}
  for (const line of fs.readFileSync(cases, 'latin1').split('\n')) {
    if (!line) continue
    const [env, text] = line.split('\t')
    fs.writeFileSync(file, plain(text))
    const vars = { ...base }
    for (const pair of env === '-' ? [] : env.split('|')) {
      const eq = pair.indexOf('=')
      vars[pair.slice(0, eq)] = plain(pair.slice(eq + 1)).toString()
    }
    setEnv(vars)
    let status = 'ok'
    complained = false
    delete globalThis.__c12_dotenv_vars__
    let seen
    try { seen = await loaders[loader]() } catch (e) { status = 'fail'; seen = loader === 'heroku-local' ? {} : process.env }
    if (complained) status = 'fail'
    out.push([status, ...names.map(n => Object.hasOwn(seen, n) && seen[n] !== undefined ? '=' + escaped(String(seen[n])) : '-')].join('\t'))
  }
  setEnv(saved)
  fs.rmSync(dir, { recursive: true })
  process.stdout.write(out.join('\n') + '\n')
}
main()
