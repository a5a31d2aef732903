using Drover.Kernel;
using Drover.Kernel.State;
using Drover.Web.Calls;

namespace Drover.Web.About;

/// <summary>What this daemon is, how it is set, and which paths it has.</summary>
/// <param name="version">Version of the program.</param>
/// <param name="whoAmI">Names of cluster and master node, as the state has them now.</param>
/// <param name="settings">The daemon's settings with where they came from.</param>
public sealed class AboutRoom(string version, Func<KernelState, WhoAmI> whoAmI, IReadOnlyList<SettingView> settings) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        var document = new Lazy<byte[]>(() => OpenApiDocument.Of(routes));
        routes.Get("/v1/config", Protected.Setting, ConfigAsync);
        routes.Get("/v1/version", Protected.Daemon, VersionAsync);
        routes.Get("/v1/openapi.json", Protected.Daemon, call =>
        {
            call.Parameters();
            return JsonAnswer.SendAsync(call.Http.Response, 200, "application/json", document.Value, call.Aborted);
        });
    }

    private Task VersionAsync(Call call)
    {
        call.Parameters();
        var me = whoAmI(call.Kernel.State);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, version);
            writer.WriteString("cluster"u8, me.Cluster);
            writer.WriteString("node"u8, me.Node);
            writer.WriteString("uuid"u8, me.Uuid);
            writer.WriteEndObject();
        });
    }

    private Task ConfigAsync(Call call)
    {
        call.Parameters();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("settings"u8);
            foreach (var setting in settings)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, setting.Name);
                writer.WriteString("value"u8, setting.ShownTo(call));
                writer.WriteString("origin"u8, setting.Origin);
                writer.WriteString("doc"u8, setting.Doc);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
