using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Web.LogLevels;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Drover.Daemon.Logging;

/// <summary>The levels in force, as options of the logging of .NET: a change is announced to its factory, which then asks for them again.</summary>
/// <param name="setting">The setting, which has been checked.</param>
internal sealed class LogLevels(string setting)
    : ILogLevels, IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LevelSpecification _setting = Checked(setting);
    private LevelSpecification _inForce = Checked(setting);
    private ImmutableSortedSet<string> _traced = [];
    private CancellationTokenSource _changed = new();

    /// <summary>Takes the line about a change.</summary>
    public ILogger Log { private get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <inheritdoc/>
    public LogLevelsView View
    {
        get
        {
            var now = Volatile.Read(ref _inForce);
            return new LogLevelsView(
                now.ToString(), _setting.ToString(), [.. LogCategories.All.Select(category => (category, LevelSpecification.Word(now.Of(category))))]);
        }
    }

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    /// <inheritdoc/>
    public string? Change(string specification, Caller by)
    {
        if (LevelSpecification.Read(specification, out var wanted) is { } problem)
            return problem;
        Take(before => wanted!.Over(before), by);
        return null;
    }

    /// <inheritdoc/>
    public void Reset(Caller by) => Take(_ => _setting, by);

    /// <inheritdoc/>
    public void Configure(LoggerFilterOptions options)
    {
        var now = Volatile.Read(ref _inForce);
        var general = now.General ?? LogLevel.Information;
        options.MinLevel = general;
        options.Rules.Clear();
        // The web server's own words are for its makers, unless they are warnings.
        options.Rules.Add(new LoggerFilterRule(null, "Microsoft", general > LogLevel.Warning ? general : LogLevel.Warning, null));
        // A failed start is told once, in our own words.
        options.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting", LogLevel.None, null));
        foreach (var (category, level) in now.Own)
            options.Rules.Add(new LoggerFilterRule(null, LogCategories.Prefix + category, level, null));
        options.Rules.Add(new LoggerFilterRule(Tracing.Alias, null, LogLevel.None, null));
        foreach (var category in Volatile.Read(ref _traced))
            options.Rules.Add(new LoggerFilterRule(Tracing.Alias, LogCategories.Prefix + category, LogLevel.Debug, null));
    }

    /// <summary>Lets through to those who trace what they want to see.</summary>
    /// <param name="categories">The categories that anybody traces; asked when no other change is under way.</param>
    public void Trace(Func<ImmutableSortedSet<string>> categories)
    {
        CancellationTokenSource before;
        lock (_gate)
        {
            var now = categories();
            if (now.SetEquals(_traced))
                return;
            Volatile.Write(ref _traced, now);
            (before, _changed) = (_changed, new CancellationTokenSource());
        }
        before.Cancel();
        before.Dispose();
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    public void Dispose() => _changed.Dispose();

    private void Take(Func<LevelSpecification, LevelSpecification> change, Caller by)
    {
        CancellationTokenSource before;
        LevelSpecification now;
        lock (_gate)
        {
            now = change(_inForce);
            if (now.ToString() == _inForce.ToString())
                return;
            Volatile.Write(ref _inForce, now);
            (before, _changed) = (_changed, new CancellationTokenSource());
        }
        // Under the old levels or the new ones, whichever let it through, and once.
        var isTold = Log.IsEnabled(LogLevel.Information);
        if (isTold)
            Daemon.Log.LevelChanged(Log, now.ToString(), by.Actor.ToString());
        before.Cancel();
        before.Dispose();
        if (!isTold)
            Daemon.Log.LevelChanged(Log, now.ToString(), by.Actor.ToString());
    }

    private static LevelSpecification Checked(string setting) =>
        LevelSpecification.Read(setting, out var read) is { } problem ? throw new ArgumentException(problem, nameof(setting)) : read! with { General = read.General ?? LogLevel.Information };
}
