using MagBot.Host;

return await HostApplication.RunAsync(args).ConfigureAwait(false);
