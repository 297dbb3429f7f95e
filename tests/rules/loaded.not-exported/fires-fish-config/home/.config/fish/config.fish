if status is-interactive
    set -q NEXOROUTER_API_KEY; or set -g NEXOROUTER_API_KEY sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW # mine
end
