using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.LogLevels;

/// <summary>Shows from which level on the daemon logs, and changes that while it runs.</summary>
public sealed class LogLevelRoom(ILogLevels levels) : IWebRoom
{
    private const int LongestLevel = 1_000;

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        // The setting is shown, and settings that somebody has made are for operators.
        routes.Inspect("/v1/log-level", Protected.Daemon, ShowAsync);
        routes.Put("/v1/log-level", AccessAction.Administer, Protected.Daemon, ChangeAsync);
    }

    private Task ShowAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Daemon));
        return TellAsync(call);
    }

    private async Task ChangeAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Administer, Protected.Daemon));
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "level", "reset");
        var reset = fields.Flag("reset", false);
        var level = fields.Text("level", LongestLevel);
        if (reset == level is not null)
            throw fields.Missing("level", "levels such as \"information\" or \"jobs=debug,luxi=warning\"; or else reset: true, to go back to the setting");
        if (reset)
            levels.Reset(call.Caller);
        else if (levels.Change(level!, call.Caller) is { } problem)
            throw RequestException.Bad("LOG_LEVEL_INVALID", problem, "level");
        await TellAsync(call);
    }

    private Task TellAsync(Call call)
    {
        var view = levels.View;
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("level"u8, view.InForce);
            writer.WriteString("setting"u8, view.Setting);
            writer.WriteStartObject("categories"u8);
            foreach (var (category, level) in view.Categories)
                writer.WriteString(category, level);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
