//! The program as its users meet it: arguments in; standard output, standard error, exit status and
//! files out. A module a command; `desk` is the folder that each test works in.

mod add;
mod case;
mod check;
mod desk;
mod help;
mod init;
mod reading;
mod show;
mod terminal;
