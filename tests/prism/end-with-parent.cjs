// Ends this process when whoever started it is gone, however that happened: its standard input closes then.
process.stdin.on('end', () => process.exit()).resume();
