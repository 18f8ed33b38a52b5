'use strict';

const settings = JSON.parse(document.getElementById('settings').textContent);
Scalar.createApiReference('#reference', settings);
