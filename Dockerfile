# syntax=docker/dockerfile:1
# Assay in a container: the program in /assay, the desk in /desk, what this machine remembers of the ledger in /state.
# How to run it, and why with its own seccomp profile: docs/operating.md.

FROM node:20-bookworm-slim AS build
WORKDIR /assay
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY data data
COPY templates templates
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
# tini ends what a browser leaves behind: node as the first process would not.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium-headless-shell tini \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 assay \
  && useradd --uid 10001 --gid assay --home-dir /desk --no-create-home --shell /usr/sbin/nologin assay \
  && install -d -o assay -g assay -m 0750 /desk /state
WORKDIR /assay
COPY --from=build /assay/package.json ./
COPY --from=build /assay/node_modules node_modules
COPY --from=build /assay/dist dist
COPY --from=build /assay/data data
COPY --from=build /assay/templates templates
ENV NODE_ENV=production XDG_STATE_HOME=/state
USER assay
WORKDIR /desk
VOLUME ["/desk", "/state"]
EXPOSE 8600
# What is under way is finished first; a build may take that long.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8600/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--", "node", "/assay/dist/main.js"]
CMD ["serve", "--host", "127.0.0.1", "--port", "8600"]
