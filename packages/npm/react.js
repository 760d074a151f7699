'use client';
/** `<gradscape-lab>` as a React component, from React 17 on. It can be rendered on a server. */
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from 'react';
import './gradscape.js';

const EVENTS = { ready: 'onReady', frame: 'onFrame', settingschange: 'onSettingsChange', error: 'onError' };

export const GradscapeLab = forwardRef(function GradscapeLab(props, outer) {
  const { autoplay, className, onReady, onFrame, onSettingsChange, onError, ...rest } = props;
  const element = useRef(null);
  const listeners = useRef({});
  listeners.current = { onReady, onFrame, onSettingsChange, onError };
  useImperativeHandle(outer, () => element.current, []);
  useEffect(() => {
    const lab = element.current;
    const tell = (event) => listeners.current[EVENTS[event.type]]?.(event);
    for (const name of Object.keys(EVENTS)) lab.addEventListener(name, tell);
    return () => {
      for (const name of Object.keys(EVENTS)) lab.removeEventListener(name, tell);
    };
  }, []);
  return createElement('gradscape-lab', {
    ...rest,
    ref: element,
    class: className,
    autoplay: autoplay ? '' : undefined,
    // Once it has the focus, it has an attribute that keeps a notebook's shortcuts away.
    suppressHydrationWarning: true,
  });
});
