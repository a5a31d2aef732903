using System.Diagnostics.Metrics;
using Drover.Kernel.Logs;
using Drover.Web.About;
using Drover.Web.Audit;
using Drover.Web.Health;

namespace Drover.Pages;

/// <summary>What pages show besides the kernel.</summary>
/// <param name="Health">Whether all is well.</param>
/// <param name="Logs">Output of services and of test jobs.</param>
/// <param name="Settings">The daemon's settings with where they came from.</param>
/// <param name="Audit">Checks the journal.</param>
/// <param name="Meters">Made the meters of the kernel.</param>
public sealed record PageSources(HealthRoom Health, ILogs Logs, IReadOnlyList<SettingView> Settings, IAudit Audit, IMeterFactory Meters);
