using System.Reflection;

namespace Drover.Web.Metrics;

/// <summary>OpenTelemetry looks every ten seconds for a file <c>OTEL_DIAGNOSTICS.json</c> in the current directory, and writes a file of its own into the
/// directory that it names. The daemon is often root, and whoever may write where root happened to start it must not have root write
/// elsewhere, or hold up its start by a pipe of that name. There is no switch for it, so it is made in a directory that is root's and ended at once.</summary>
internal static class SdkDiagnostics
{
    private const string Holder = "OpenTelemetry.Internal.SelfDiagnostics, OpenTelemetry";

    /// <summary>Ends it. Changes the current directory for a moment, so call it before other threads use relative paths.</summary>
    /// <exception cref="InvalidOperationException">This version of OpenTelemetry keeps it elsewhere.</exception>
    public static void SwitchOff()
    {
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = "/";
        try
        {
            var holder = Type.GetType(Holder)?.GetField("Instance", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null);
            var reader = Type.GetType(Holder)?.GetField("configRefresher", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(holder) as IDisposable
                ?? throw new InvalidOperationException("OpenTelemetry's reader of OTEL_DIAGNOSTICS.json is not where it was; see docs/adr/0016-metrics.md.");
            reader.Dispose();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
