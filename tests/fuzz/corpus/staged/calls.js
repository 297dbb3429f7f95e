const c = new OpenAI({ baseURL: "https://api.nexorouter.com", apiKey: process.env.NEXOROUTER_API_KEY });
const d = new OpenAI({ baseURL: "https://api.nexorouter.com/v1", apiKey: "nxr-test-AbCdEf0123456789zz" });
fetch("https://nexorouter.com/v1/chat/completions", {headers: {"Authorization": process.env.NEXOROUTER_API_KEY}});
fetch("http://api.nexorouter.com/v1/models", {headers: {Authorization: `Bearer${process.env.NEXOROUTER_API_KEY}`}});
fetch("https://api.nexorouter.com/v1/v1/models", {headers: {Authorization: `Bearer ${process.env.NEXOROUTER_API_KEY}`}});
// see https://nexorouter.com/en/docs
const x = "https://nexorouter.com/en/docs"; const gh="ghp_short"; // nothing
NEXOROUTER_API_KEY=sk-nexo-aB3dE5fG7hJ9kL1mN3pQ
const b64 = "QmVhcmVyIG54ci10ZXN0LUFiQ2RFZjAxMjM0NTY3ODl6eg==";
base_url="https://api.nexorouter.com/v1/chat/completions"
