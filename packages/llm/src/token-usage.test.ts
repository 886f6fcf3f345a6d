import { describe, expect, it } from '@jest/globals';
import { tokenUsage } from './token-usage.js';

describe('tokenUsage', () => {
  it.each([
    ['OpenAI', { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, prompt_tokens_details: { cached_tokens: 4 } }, [10, 5, 15, 4]],
    ['a cache that had nothing', { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 0 } }, [10, 5, 15, 0]],
    ['DeepSeek', { prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 4, prompt_cache_miss_tokens: 6 }, [10, 5, 15, 4]],
    ['a proxy to Anthropic', { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cache_read_input_tokens: 4 }, [10, 5, 15, 4]],
    [
      "Anthropic's own words",
      { input_tokens: 3, output_tokens: 5, cache_read_input_tokens: 4, cache_creation_input_tokens: 3 },
      [10, 5, 15, 4],
    ],
    ["Gemini's thoughts", { prompt_tokens: 10, completion_tokens: 5, total_tokens: 315 }, [10, 305, 315, undefined]],
    [
      'a cache that had more than was asked',
      { prompt_tokens: 1, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 9 } },
      [1, 0, 1, 1],
    ],
    ['nothing used', { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, [0, 0, 0, undefined]],
    ['a total that is too small', { prompt_tokens: 10, completion_tokens: 5, total_tokens: 0 }, [10, 5, 0, undefined]],
  ])('reads %s', (_name, reported, [input, output, total, cached]) => {
    const usage = tokenUsage(reported);
    expect([usage?.inputTokens, usage?.outputTokens, usage?.totalTokens, usage?.cachedInputTokens]).toEqual([input, output, total, cached]);
  });
});
