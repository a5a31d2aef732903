using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Nodes.Services;

namespace Drover.ClusterInit;

/// <summary>How a change of level ended. Read from its job, never from the state of the group: a group that is told the level which it is at
/// shows the same word before and after, and other tells may follow at any moment.</summary>
internal static class TellEnd
{
    /// <summary>Waits until a job has ended, and makes a reply of that.</summary>
    public static async Task<TellReply> OfAsync(IKernel kernel, long id, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that no change between the two is missed.
            var change = kernel.Watch.NextChange(id);
            if (kernel.State.Unfinished(id) is null)
            {
                kernel.Watch.Forget(id);
                using var reader = kernel.ReadStore();
                return reader.Job(id) is { } row
                    ? Of(RowProjection.Decode(row))
                    : TellReply.NotReached($"job {id} is not known any more", state: null);
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The reply for a job that has ended.</summary>
    public static TellReply Of(Job job)
    {
        var (text, kind) = Read(job.Ops[0].Result);
        return job.Status switch
        {
            // A degraded group is at its level; the words of this wire have no other for it.
            JobStatus.Success => TellReply.Reached(text == GroupWord.Passed.ToWord() ? GroupWord.Passed : GroupWord.Done),
            JobStatus.Canceled => TellReply.Canceled(text),
            _ when kind is LevelEndKind.Superseded => TellReply.Canceled(text),
            _ => TellReply.NotReached(text, kind switch { LevelEndKind.Failed => GroupWord.Failed, LevelEndKind.Incomplete => GroupWord.Done, _ => null }),
        };
    }

    /// <summary>The text of a result: itself, or the first argument of the pair <c>[class, [arguments]]</c>; and the second argument, a word of <see cref="LevelEndKind"/> where
    /// the change of level had begun.</summary>
    private static (string Text, LevelEndKind? Kind) Read(RawJson result)
    {
        using var document = JsonDocument.Parse(result.Utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 2 || root[1].ValueKind != JsonValueKind.Array || root[1].GetArrayLength() == 0)
            return (Text(root), null);
        return (Text(root[1][0]), root[1].GetArrayLength() > 1 && Enum.TryParse<LevelEndKind>(Text(root[1][1]), ignoreCase: true, out var kind) ? kind : null);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
