import { defineConfig, loadEnv } from "vite";
export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  const headers = { Authorization: `Bearer ${env.NEXOROUTER_API_KEY}` };
  return { server: { proxy: { "/ai": { target: "https://api.nexorouter.com", headers } } } };
});
