using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>Reads the value of <c>depends</c> once it is known to be valid.</summary>
internal static class OpcodeDependencies
{
    private static readonly string[] s_statuses = ["canceled", "error", "success"];

    internal static OpcodeDependency[] Read(JsonElement depends)
    {
        var dependencies = new OpcodeDependency[depends.GetArrayLength()];
        for (var i = 0; i < dependencies.Length; i++)
        {
            var pair = depends[i];
            if (!JobIdType.TryRead(pair[0], out var job))
                job = pair[0].GetInt64();
            dependencies[i] = new(job, ReadStatuses(pair[1]));
        }

        return dependencies;
    }

    private static string[] ReadStatuses(JsonElement list)
    {
        var statuses = new string[list.GetArrayLength()];
        for (var i = 0; i < statuses.Length; i++)
        {
            foreach (var status in s_statuses)
            {
                if (list[i].ValueEquals(status))
                    statuses[i] = status;
            }
        }

        return statuses;
    }
}
