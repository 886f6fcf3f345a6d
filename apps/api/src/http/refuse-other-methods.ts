import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.js';
import { contextOf } from './request-context.js';

/** Answers 405 with `Allow` to whatever method was not served before it. */
export const refuseOtherMethods = (methods: readonly string[], route?: string): RequestHandler => {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (_request, response) => {
    if (route) contextOf(response).route = route;
    throw new HttpProblem('method_not_allowed', { detail: `This path takes ${allow}.`, headers: { allow } });
  };
};
