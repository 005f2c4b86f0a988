using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace MagBot.TestSupport.Storage;

/// <summary>
/// A private PostgreSQL server in a temporary directory, on a Unix socket only. One for each test process, started when first asked
/// for; it ends and its directory goes when the process has ended, however that happened. The programs are those of Debian's
/// package <c>postgresql</c>; the environment variable <c>MAGBOT_TEST_POSTGRES</c> may name another directory that holds them.
/// </summary>
public sealed class PostgresServer
{
    private const string Account = "postgres";

    private static readonly Lazy<string?> Programs = new(FindPrograms);
    private static readonly Lazy<PostgresServer> Started = new(() => new PostgresServer(isDurable: false));

    private readonly string _directory;
    private int _databases;

    /// <param name="isDurable">Whether commits wait for the disk. Tests are about behaviour, not about power cuts, and do without.</param>
    public PostgresServer(bool isDurable)
    {
        _directory = Directory.CreateTempSubdirectory("magbot-pg-").FullName;
        // The server refuses to run as root, so then it runs as the account that its package made.
        if (IsRoot)
            Run("chown", Account, _directory);
        RunAsServer("initdb", "-D", Data, "-U", Account, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        var haste = isDurable ? string.Empty : " -c fsync=off -c full_page_writes=off";
        RunAsServer(
            "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_directory, "log"), "-o",
            $"-c listen_addresses= -c unix_socket_directories={_directory} -c max_connections=200{haste}");
        StopWhenThisProcessEnds();
    }

    /// <summary>Why there is no server on this machine; null when there is one.</summary>
    public static string? WhyAbsent => Programs.Value is not null
        ? null
        : "No PostgreSQL server is installed here (initdb and pg_ctl were not found in /usr/lib/postgresql/*/bin or on the path). Debian: apt-get install postgresql";

    /// <summary>The server of this process.</summary>
    public static PostgresServer Instance => Started.Value;

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString(Account) + ";Pooling=false");
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a name made above
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        return ConnectionString(name);
    }

    private static string? FindPrograms()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        if (Environment.GetEnvironmentVariable("MAGBOT_TEST_POSTGRES") is { Length: > 0 } given)
            return HoldsPrograms(given) ? given : null;
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(directory => Path.Combine(directory, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(onPath).FirstOrDefault(HoldsPrograms);

        static bool HoldsPrograms(string directory) => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl"));

        static int Version(string directory) =>
            int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private string ConnectionString(string database) => $"Host={_directory};Username={Account};Database={database}";

    private void RunAsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs.Value ?? throw new InvalidOperationException(WhyAbsent), program);
        if (IsRoot)
            Run("runuser", ["-u", Account, "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        // The server inherits its starter's output, so that is a file and not a pipe that would never end.
        var output = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_directory)}.out");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["-c", "out=$1; shift; exec \"$@\" > \"$out\" 2>&1 < /dev/null", "sh", output, program, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new Win32Exception($"{program} did not start.");
        process.WaitForExit();
        var said = File.ReadAllText(output);
        File.Delete(output);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
    }

    private void StopWhenThisProcessEnds()
    {
        // A shell in a session of its own outlives even a test run that was killed.
        const string script =
            "exec > /dev/null 2>&1 < /dev/null; while kill -0 \"$1\"; do sleep 1; done; kill -INT \"$(head -n 1 \"$2/data/postmaster.pid\")\"; sleep 2; rm -rf \"$2\"";
        var start = new ProcessStartInfo("setsid");
        foreach (var argument in (string[])["/bin/sh", "-c", script, "sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), _directory])
            start.ArgumentList.Add(argument);
        using var watcher = Process.Start(start);
    }
}
