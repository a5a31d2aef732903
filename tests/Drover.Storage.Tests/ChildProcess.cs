using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Drover.Storage.Faults;

namespace Drover.Storage.Tests;

/// <summary>This test program started again as a writer that a test may kill. It says on standard output how many batches
/// the store has acknowledged.</summary>
internal static class ChildProcess
{
    private const string DirectoryVariable = "DROVER_STORAGE_CHILD";
    private const string ModeVariable = "DROVER_STORAGE_CHILD_MODE";

    internal static Process Start(string directory, string mode, string? fault = null, string? preload = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Drover.Storage.Tests"))
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment[DirectoryVariable] = directory;
        start.Environment[ModeVariable] = mode;
        start.Environment[KillFault.Variable] = fault;
        if (preload is not null)
            start.Environment["LD_PRELOAD"] = preload;
        return TimedProcess.Start(start);
    }

    // Before anything of the test framework runs.
    [ModuleInitializer]
    internal static void RunAsChild()
    {
        if (Environment.GetEnvironmentVariable("DROVER_STORAGE_BENCH") is { } bench)
        {
            Throughput.Print(bench);
            Environment.Exit(0);
        }
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { } directory)
            return;
        try
        {
            using var store = SqliteStore.Open(
                new SqliteStoreOptions { Directory = directory, ReserveBytes = 0, LowWater = 0, CheckpointAt = 300_000, Faults = KillFault.FromEnvironment() },
                TimeProvider.System);
            Run(store, Environment.GetEnvironmentVariable(ModeVariable));
            Environment.Exit(0);
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error.Message);
            Environment.Exit(3);
        }
    }

    private static void Run(SqliteStore store, string? mode)
    {
        Console.WriteLine("open");
        if (mode == "hold")
        {
            Console.In.ReadLine();
            return;
        }
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        for (var batch = 0; ; batch++)
        {
            Workload.Append(store, batch);
            if (batch % 7 == 6)
                store.CheckpointWhenIdle();
            output.WriteLine((batch + 1).ToString(CultureInfo.InvariantCulture));
        }
    }
}
