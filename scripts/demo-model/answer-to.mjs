import { topics } from './topics.mjs';

// Said first too: an answer cut short at `max_tokens` must not pass for a real model's.
const opening = '[Demo model]';
const signature =
  "(This is Millrace's built-in demo model. Set OPENAI_API_KEY, and OPENAI_BASE_URL if it is not OpenAI's, to ask a real one.)";

const longestQuote = 120;

const quoted = (question) => {
  const line = question.trim().replace(/\s+/g, ' ');
  return line.length <= longestQuote ? line : `${line.slice(0, longestQuote).replace(/\s\S*$/, '')}…`;
};

const generalAnswer = (question) =>
  `You asked: “${quoted(question)}” Here is how I would go about it. First say what a good answer is for, since that settles most of what follows. Then take the simplest thing that could work, try it on one real case, and measure before changing anything. Last, write down what you found, so that the next question starts from there.`;

const textOf = ({ content }) => (Array.isArray(content) ? content.map(({ text = '' }) => text).join(' ') : (content ?? ''));

/** The text of the last message a user wrote. */
export const questionIn = (messages) => textOf(messages.findLast(({ role }) => role === 'user') ?? messages.at(-1) ?? {});

/** An answer that reads like one to the question, and says where it comes from. */
export const answerTo = (question, { json = false } = {}) => {
  const answer = topics.find(({ about }) => about.test(question))?.answer ?? generalAnswer(question);
  return json ? JSON.stringify({ model: 'demo model', answer, note: signature }) : `${opening} ${answer}\n\n${signature}`;
};
