using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>The table of locks that are held or asked for.</summary>
internal static class LockResource
{
    public static Resource Build() => Resource.Of<LockRow>("lock", "Locks that are held or asked for")
        .KeyedBy("name", row => row.FullName)
        .Rows(context => context.State.Locks.Rows())
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Name", FieldKind.Other, "Lock name", row => row.FullName, isDefault: true)
        .Field("mode", "Mode", FieldKind.Other, "How the lock is held: exclusive or shared", row => row.Mode is { } mode ? Name(mode) : FieldValue.Null, isDefault: true)
        .Field("owner", "Owner", FieldKind.Other, "IDs of the jobs that hold it", row => FieldValue.Of(
            [.. row.Owners.Select(o => o.Owner.ToString(CultureInfo.InvariantCulture) + (o.Abandoned ? " (abandoned)" : ""))]), isDefault: true)
        .Field("pending", "Pending", FieldKind.Other, "Who waits for it, in order, with the mode wanted",
            row => FieldValue.Json(RawJson.Write(writer => WritePending(writer, row)).Utf8), isDefault: true)
        .Build();

    internal static string Name(LockMode mode) => mode == LockMode.Exclusive ? "exclusive" : "shared";

    private static void WritePending(Utf8JsonWriter writer, LockRow row)
    {
        writer.WriteStartArray();
        foreach (var pending in row.Pending)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Name(pending.Mode));
            writer.WriteStartArray();
            writer.WriteStringValue(pending.Owner.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndArray();
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
