-- Who has which message open is forgotten within minutes anyway: a crash may forget it at once, and taking a message then waits for no disk.
alter table claims set unlogged;
