using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Services.History;

/// <summary>How supervised processes have ended, one row an end.</summary>
internal static class ProcessHistoryResource
{
    public static Resource Build() => PastProcess.Table.Resource("How supervised processes have ended", "id", "key")
        .VisibleTo(Visibility.Everyone)
        .Field("id", "ID", FieldKind.Text, "Names the row; rows are in the order of their ends", row => row.Key)
        .Field("name", "Process", FieldKind.Text, "Group and tag", row => row.Process.Name, isDefault: true)
        .Field("started", "Started", FieldKind.Timestamp, "When it was started", row => FieldValue.Seconds(new Timestamp(row.Started)), isDefault: true)
        .Field("ended", "Ended", FieldKind.Timestamp, "When its end was noticed", row => FieldValue.Seconds(new Timestamp(row.Ended)), isDefault: true)
        .Field("duration", "Duration", FieldKind.Float, "Seconds that it ran", row => (row.Ended - row.Started) / 1e6, isDefault: true)
        .Field("exit", "Exit", FieldKind.Number, "Its exit code, when it exited", row => ((long?)row.Exit).OrUnavailable(), isDefault: true)
        .Field("signal", "Signal", FieldKind.Number, "The signal that it died by, when it did", row => ((long?)row.Signal).OrUnavailable(), isDefault: true)
        .Field("out_of_memory", "OutOfMemory", FieldKind.Bool, "Whether the kernel ended a process of its tree for want of memory", row => row.OutOfMemory)
        .Field("missed", "Missed", FieldKind.Number, "Ends of the same entry before this one that were too many in a short time to be recorded", row => (long)row.Missed)
        .Field("run", "Run", FieldKind.Number, "Which start of the entry it was", row => row.Run)
        .Field("level", "Level", FieldKind.Text, "The level for which it ran", row => row.Level)
        .Field("key", "Key", FieldKind.Text, "Node, group and tag: a filter on it reads the rows of this entry alone", row => row.Process.ToString())
        .Field("group", "Group", FieldKind.Text, "Name of its group", row => row.Group)
        .Field("tag", "Tag", FieldKind.Text, "Tag of its entry", row => row.Tag)
        .Field("node", "Node", FieldKind.Text, "The machine it ran on", row => row.Node)
        .Build();
}
