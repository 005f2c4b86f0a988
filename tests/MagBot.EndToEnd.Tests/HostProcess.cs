using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MagBot.EndToEnd.Tests;

/// <summary>The real host in a process of its own, with a data directory of its own, which can be killed and started again.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3); // learning the knowledge takes a second, or a minute on a machine that is very busy
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly StringBuilder _output = new();
    private readonly string _knowledge;
    private readonly string[] _arguments;
    private Process? _process;

    /// <param name="knowledge">A knowledge folder of its own, deleted with the host; null takes the repository's.</param>
    /// <param name="arguments">Further arguments of the host.</param>
    public HostProcess(string? knowledge = null, params string[] arguments)
    {
        _knowledge = knowledge ?? Repository.Knowledge;
        _arguments = arguments;
        Data = Directory.CreateTempSubdirectory("magbot-e2e-").FullName;
        Url = $"http://127.0.0.1:{FreePort()}";
    }

    public string Url { get; }

    public string Data { get; }

    /// <summary>Further variables of the process.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the host printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The one-time link for the first advisor.</summary>
    public string SetupLink => SetupPattern().Match(Output) is { Success: true } match
        ? match.Value
        : throw new InvalidOperationException("The host printed no set-up link:\n" + Output);

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Repository.HostAssembly, "--urls", Url },
        };
        foreach (var argument in _arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MagBot__DataDirectory"] = Data;
        start.Environment["MagBot__KnowledgeDirectory"] = _knowledge;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilReadyAsync();
    }

    /// <summary><c>kill -9</c>: the process gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
        Directory.Delete(Data, recursive: true);
        if (_knowledge != Repository.Knowledge)
            Directory.Delete(_knowledge, recursive: true);
    }

    private async Task UntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit)
        {
            if (_process!.HasExited) // set by the caller
                throw new InvalidOperationException($"The host ended with code {_process.ExitCode}:\n{Output}");
            try
            {
                using var response = await _http.GetAsync(new Uri(Url + "/health/ready"));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception exception) when (Outage.Caused(exception))
            {
                // Not listening yet: there is nothing to wait on but the port itself.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("The host was not ready in time:\n" + Output);
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"https?://\S+/desk/setup\?code=\S+")]
    private static partial Regex SetupPattern();
}
