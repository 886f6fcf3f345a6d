const wanted = /^(PATH|HOME|DOCKER_.*|NODE_IMAGE|NGINX_IMAGE|REDIS_IMAGE|SUBNET)$/;

/** What Compose may see of an environment, since a variable of the shell beats the project's settings: how to reach the engine, base images and network; nothing else a developer has set. */
export const composeEnvironment = (env) => Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
