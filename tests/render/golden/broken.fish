✗ The base URL lacks /v1: set OPENAI_BASE_URL to the gateway's base URL.

            Playground                     here (shell)
  key       …9f3c                          …9f3c (51 bytes)  (environment)
≠ base-url  https://api.nexorouter.com/v1  https://api.nexorouter.com  (.env:4)
  route     not documented                 direct

✗ url.missing-v1  The base URL lacks /v1
    OPENAI_BASE_URL   https://api.nexorouter.com  .env:4
    the call goes to  https://api.nexorouter.com/chat/completions
    why               The client joins /chat/completions to the base URL as it
                      is, and the gateway serves it under /v1 only: 404, or a
                      page instead of JSON.
    Playground        The Playground's address is built into the web
                      application.
    fix               Set OPENAI_BASE_URL to the gateway's base URL
                      set -gx OPENAI_BASE_URL 'https://api.nexorouter.com/v1'
    or                Or pass base_url in the code
  └ hence http.not-the-gateway: something answers that is not the gateway

! proxy.tls-to-plain-proxy  https:// proxy scheme towards a proxy that speaks
  plain HTTP (not verified)
    HTTPS_PROXY  https://user:***@proxy.corp:3128  environment
    fix          Write http:// in HTTPS_PROXY

· key.file-mode  .env is readable by other users

· changed since it last worked: OPENAI_BASE_URL in .env
· other clients and contexts: node-openai in shell fails (url.missing-v1)
· not checked: probes (--offline)
2 errors, 1 warning, 1 note, 1 not checked   0.4 s   exit 1
more: nexoenv explain url.missing-v1
