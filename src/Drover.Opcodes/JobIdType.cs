using System.Globalization;
using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class JobIdType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.JobId;

    public override string Describe() => "the number of a job";

    public override string Example() => "1";

    internal static bool TryRead(JsonElement value, out long id)
    {
        id = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out id) && id >= 0,
            JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out id),
            _ => false,
        };
    }

    internal override ParameterProblem? Check(JsonElement value) => Unless(TryRead(value, out _), value);
}
