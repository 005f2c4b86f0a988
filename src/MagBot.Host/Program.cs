using MagBot.Host;

return await HostApplication.RunAsync(args, Console.Error).ConfigureAwait(false);
