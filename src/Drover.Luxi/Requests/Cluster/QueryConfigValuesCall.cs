using System.Text.Json;
using Drover.Kernel;
using Drover.Luxi.Requests.Queries;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>QueryConfigValues: <c>[names]</c>. A list of values; an unknown name is null, in 2.6 an error.</summary>
internal sealed class QueryConfigValuesCall(string[] names) : LuxiCall(CallKind.Look)
{
    private static readonly string[] s_known =
        ["cluster_name", "master_node", "drain_flag", "watcher_pause", "modify_ssh_setup", "ssh_key_type", "ssh_key_bits"];

    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        return new QueryConfigValuesCall(args.Texts(0)) { Is26 = args.Is26 };
    }

    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (Is26 && Array.FindAll(names, name => !s_known.Contains(name, StringComparer.Ordinal)) is { Length: > 0 } unknown)
            throw OldForm.UnknownFields(unknown);
        context.Require(new Permission(AccessAction.View, "cluster"));
        var state = context.State;
        var info = context.Server.Cluster.Of(state);
        var now = Timestamp.From(context.Kernel.Clock);
        return new(LuxiResult.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var name in names)
                Write(writer, name, info, state.QueueState, now);
            writer.WriteEndArray();
        }));
    }

    private static void Write(Utf8JsonWriter writer, string name, ClusterSnapshot info, Kernel.Jobs.QueueState queue, Timestamp now)
    {
        switch (name)
        {
            case "cluster_name": info.Name.WriteTo(writer); break;
            case "master_node": info.Master.WriteTo(writer); break;
            case "drain_flag": writer.WriteBooleanValue(queue.Drained); break;
            case "watcher_pause" when IsPaused(queue.WatcherPause, now): queue.WatcherPause.WriteTo(writer); break;
            case "modify_ssh_setup": info.ModifySshSetup.WriteTo(writer); break;
            case "ssh_key_type": info.SshKeyType.WriteTo(writer); break;
            case "ssh_key_bits": info.SshKeyBits.WriteTo(writer); break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>A pause that is over counts as none.</summary>
    private static bool IsPaused(RawJson until, Timestamp now)
    {
        if (!until.HasValue)
            return false;
        var reader = new Utf8JsonReader(until.Utf8.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.GetDouble() > now.UnixSeconds;
    }
}
