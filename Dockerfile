# Not tried with a container engine yet: linted by reading only. Mend it here if it fails for you.
# One image, three commands: web (default), workers, and the one-off "deploy" of compose.yaml.
FROM node:20-bookworm-slim AS build
WORKDIR /srv/ageira
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --include=dev
COPY . .
RUN npm run generate && npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /srv/ageira
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=build --chown=node:node /srv/ageira ./
USER node
EXPOSE 3000
CMD ["node", "--import", "tsx", "bin/web.ts"]
