import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler as SdkSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { TracingOptions } from './tracing.js';

/** The sampler of this name. */
export const samplerOf = ({ sampler, samplerRatio }: Pick<TracingOptions, 'sampler' | 'samplerRatio'>): SdkSampler => {
  const own = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(samplerRatio),
  } as const;
  switch (sampler) {
    case 'always_on':
    case 'always_off':
    case 'traceidratio':
      return own[sampler]();
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: own.always_on() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: own.always_off() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: own.traceidratio() });
  }
};
