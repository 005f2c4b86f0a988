using MagBot.Cli;

return await MagBotCommand.Create().Parse(args).InvokeAsync();
