// SPDX-License-Identifier: MIT
// Runs one of Node's clients once: node node_clients.mjs CLIENT URL. Bun and Deno run it too. "env" for
// the URL gives an SDK none: it looks for its own.
// No time limit: run.py ends what hangs.
import { createRequire } from 'node:module';
const [name, url] = process.argv.slice(2);
const headers = { Authorization: 'Bearer sk-nexo-TEST' };
// Where redirects are the question (record.py): POST, and the library's own way to follow them.
const { CLIENTS_METHOD: method = 'GET', CLIENTS_FOLLOW } = process.env;
const asked = { headers, method, ...(method === 'POST' && { body: '{}' }) };
const still = { headers, method, data: asked.body, ...(!CLIENTS_FOLLOW && { maxRedirects: 0 }) };
const base = url === 'env' ? undefined : url.replace(/\/models$/, '');
// Packages lie in tests/npm: found from there, whatever directory this is.
const from = createRequire(process.env.NEXOENV_NPM + '/package.json');
const load = async (id) => import(from.resolve(id));

const clients = {
  fetch: async () => (await fetch(url, asked)).text(),
  http: () => new Promise((done, fail) => {
    const lib = from(new URL(url).protocol === 'https:' ? 'node:https' : 'node:http');
    lib.get(url, { headers }, (r) => { r.resume(); r.on('end', done); }).on('error', fail);
  }),
  axios: async () => (await load('axios')).default(url, still),
  axios16: async () => (await load('axios16')).default(url, still),
  got: async () => (await load('got')).default(url, { ...asked, retry: { limit: 0 } }),
  'node-fetch': async () => (await load('node-fetch')).default(url, asked),
  undici: async () => { const u = await load('undici'); await u.request(url, { ...asked, dispatcher: new u.Agent() }); },
  'undici-env': async () => { const u = await load('undici'); await u.request(url, { headers, dispatcher: new u.EnvHttpProxyAgent() }); },
  'undici6-env': async () => { const u = await load('undici6'); await u.request(url, { headers, dispatcher: new u.EnvHttpProxyAgent() }); },
  'proxy-agent': () => new Promise((done, fail) => load('proxy-agent').then(({ ProxyAgent }) => {
    const lib = from(new URL(url).protocol === 'https:' ? 'node:https' : 'node:http');
    lib.get(url, { headers, agent: new ProxyAgent() }, (r) => { r.resume(); r.on('end', done); }).on('error', fail);
  }).catch(fail)),
  openai: async () => { const { default: OpenAI } = await load('openai'); await new OpenAI({ baseURL: base, maxRetries: 0 }).models.list(); },
  openai4: async () => { const { default: OpenAI } = await load('openai4'); await new OpenAI({ baseURL: base, maxRetries: 0 }).models.list(); },
  anthropic: async () => { const { default: A } = await load('@anthropic-ai/sdk'); await new A({ baseURL: base?.replace(/\/v1$/, ''), maxRetries: 0 }).models.list(); },
};

try {
  await clients[name]();
} catch (e) {
  let text = '';
  for (let x = e; x; x = x.cause) text += `${x.name}${x.code ? `[${x.code}]` : ''}: ${x.message} <- `;
  console.log(text.slice(0, 300));
}
process.exit(0);
