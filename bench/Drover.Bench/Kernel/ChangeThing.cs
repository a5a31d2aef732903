using System.Text.Json.Serialization;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;

namespace Drover.Bench.Kernel;

/// <summary>Creates or changes objects of some 300 bytes.</summary>
internal sealed class ChangeThing(int first, int count, int version) : Command<bool>
{
    public static ObjectKind<Thing> Kind { get; } = new("thing", 1, ThingJson.Default.Thing);

    protected override bool Decide(Decision decision)
    {
        for (var i = first; i < first + count; i++)
            decision.Store(Kind, $"thing{i:d6}", new Thing($"thing{i:d6}", version, new string('x', 240)));
        return true;
    }
}

internal sealed record Thing(string Name, int Version, string Text);

[JsonSerializable(typeof(Thing))]
internal sealed partial class ThingJson : JsonSerializerContext;
