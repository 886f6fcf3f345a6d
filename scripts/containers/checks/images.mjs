import assert from 'node:assert/strict';
import { say } from '../../setup/say.mjs';

/** The images that are built say that they want no root, and how large they are is printed. */
export const checkImages = async ({ stack, images }) => {
  for (const { app, image } of images) {
    const [{ Size, Config }] = JSON.parse(await stack.docker('image', 'inspect', image));
    assert.match(Config.User, /^[1-9]\d*(:\d+)?$/, `the image of the ${app} runs as "${Config.User}"`);
    assert.ok(Config.Healthcheck, `the image of the ${app} has no health check`);
    say(`${image}: ${Math.round(Size / 1e6)} MB, user ${Config.User}`);
  }
};
