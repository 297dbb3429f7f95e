"use client";
export default function Page() {
  const ask = () => fetch("https://api.nexorouter.com/v1/chat/completions", {
    headers: { Authorization: `Bearer ${process.env.NEXOROUTER_API_KEY}` },
  });
  return <button onClick={ask} />;
}
