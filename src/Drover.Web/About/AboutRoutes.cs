using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.About;

/// <summary>What this daemon is, and how it is set.</summary>
internal static class AboutRoutes
{
    private static readonly Lazy<byte[]> s_openApi = new(() =>
    {
        using var stream = typeof(AboutRoutes).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    public static Task OpenApiAsync(Call call) =>
        JsonAnswer.SendAsync(call.Http.Response, 200, "application/json", s_openApi.Value, call.Aborted);

    public static Task VersionAsync(Call call)
    {
        call.Parameters();
        var me = call.Door.Parts.WhoAmI(call.Kernel.State);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, call.Door.Parts.Version);
            writer.WriteString("cluster"u8, me.Cluster);
            writer.WriteString("node"u8, me.Node);
            writer.WriteString("uuid"u8, me.Uuid);
            writer.WriteEndObject();
        });
    }

    public static Task ConfigAsync(Call call)
    {
        call.Parameters();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("settings"u8);
            foreach (var setting in call.Door.Parts.Settings)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, setting.Name);
                var isDefault = setting.Origin == SettingView.ByDefault;
                writer.WriteString("value"u8, isDefault || call.Sees(Visibility.Operators, Protected.Setting, setting.Name) ? setting.Value : null);
                writer.WriteString("origin"u8, setting.Origin);
                writer.WriteString("doc"u8, setting.Doc);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
