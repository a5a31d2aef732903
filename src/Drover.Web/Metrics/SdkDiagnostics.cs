using System.Reflection;

namespace Drover.Web.Metrics;

/// <summary>OpenTelemetry looks every ten seconds for a file <c>OTEL_DIAGNOSTICS.json</c> in the current directory, and writes a file of its own into the
/// directory that it names. The daemon is often root, and whoever may write where root happened to start it must not have root write
/// elsewhere, or hold up its start by a pipe of that name. There is no switch for it, so it is made in a directory that is root's and ended at once.</summary>
internal static class SdkDiagnostics
{
    private const string Holder = "OpenTelemetry.Internal.SelfDiagnostics, OpenTelemetry";
    private const string Reader = "OpenTelemetry.Internal.SelfDiagnosticsConfigRefresher, OpenTelemetry";
    private const BindingFlags Shared = BindingFlags.Static | BindingFlags.NonPublic;
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Ends it. Changes the current directory for a moment, so call it before other threads use relative paths.</summary>
    /// <exception cref="InvalidOperationException">This version of OpenTelemetry keeps it elsewhere.</exception>
    public static void SwitchOff()
    {
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = "/";
        try
        {
            var reader = Type.GetType(Holder)?.GetField("configRefresher", Inside)?.GetValue(Type.GetType(Holder)?.GetField("Instance", Shared)?.GetValue(null));
            if (Type.GetType(Reader)?.GetField("cancellationTokenSource", Inside)?.GetValue(reader) is not CancellationTokenSource end
                || Type.GetType(Reader)?.GetField("worker", Inside)?.GetValue(reader) is not Task work)
                throw new InvalidOperationException("OpenTelemetry's reader of OTEL_DIAGNOSTICS.json is not where it was; see docs/adr/0016-metrics.md.");
            // Not by its Dispose, which makes a text of the cancellation with all its lines: some megabytes of symbols for nothing.
            end.Cancel();
            ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
