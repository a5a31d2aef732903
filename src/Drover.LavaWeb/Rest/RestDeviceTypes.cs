using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>devicetypes/</c>.</summary>
internal static class RestDeviceTypes
{
    private static readonly IReadOnlyList<RestField<DeviceType>> s_fields =
    [
        new("name", type => type.Name) { IsOrder = true },
        new("architecture", _ => null),
        new("processor", _ => null),
        new("cpu_model", _ => null),
        new("aliases", type => type.Aliases.ToArray()),
        new("bits", _ => null) { Kind = RestKind.Number },
        new("cores", _ => Array.Empty<long>()) { Kind = RestKind.Number },
        new("core_count", _ => null) { Kind = RestKind.Number },
        new("description", type => type.Description.Length > 0 ? type.Description : null),
        new("health_frequency", type => (long)type.HealthFrequency) { Kind = RestKind.Number },
        new("disable_health_check", type => type.DisableHealthCheck) { Kind = RestKind.Flag },
        new("health_denominator", type => type.HealthDenominator.ToString().ToLowerInvariant()) { Words = ["hours", "jobs"] },
        new("display", type => type.Display) { Kind = RestKind.Flag },
    ];

    public static Task AnswerAsync(RestRequest request, string[] path) => path switch
    {
        [] when request.IsPost => AddAsync(request),
        [] => ListAsync(request),
        [var name] when request.IsGet => ShowAsync(request, name, StatusCodes.Status200OK),
        [var name] => ChangeAsync(request, name),
        [var name, "template"] => TextAsync(request, name, "template", "OP_DEVICE_TEMPLATE_SET", "text", state => state.Objects.Find(DeviceTemplate.Kind, name)?.Text),
        [var name, "health_check"] => TextAsync(request, name, "config", "OP_HEALTH_CHECK_SET", "definition", state => state.Objects.Find(CheckDefinition.Kind, name)?.Definition),
        _ => throw RestException.NotFound,
    };

    private static Task ListAsync(RestRequest request)
    {
        request.Allow("GET", "POST");
        return RestListing.AnswerAsync(request, s_fields, request.Session.Access.Kernel.State.Objects.All(DeviceType.Kind));
    }

    private static Task ShowAsync(RestRequest request, string name, int status)
    {
        var type = Find(request.Session.Access.Kernel.State, name);
        return request.JsonAsync(json => RestListing.Write(json, s_fields, type), status);
    }

    private static async Task AddAsync(RestRequest request)
    {
        request.RequireSuperuser();
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_ADD", [("name", body.RequiredText("name")), .. Changes(body)]));
        await ShowAsync(request, body.RequiredText("name"), StatusCodes.Status201Created);
    }

    private static async Task ChangeAsync(RestRequest request, string name)
    {
        request.Allow("GET", "PUT", "PATCH", "DELETE");
        request.RequireSuperuser();
        Find(request.Session.Access.Kernel.State, name);
        if (HttpMethods.IsDelete(request.Call.Http.Request.Method))
        {
            await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_REMOVE", ("name", name)));
            await request.NoContentAsync();
            return;
        }
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", [("name", name), .. Changes(await RestBody.ReadAsync(request.Call))]));
        await ShowAsync(request, name, StatusCodes.Status200OK);
    }

    private static (string, object?)[] Changes(RestBody body) =>
    [
        ("description", body.Text("description")),
        ("health_frequency", body.Number("health_frequency")),
        ("health_denominator", body.Text("health_denominator")?.ToLowerInvariant()),
        ("disable_health_check", body.Flag("disable_health_check")),
        ("display", body.Flag("display")),
        ("aliases", body.Texts("aliases")),
    ];

    private static async Task TextAsync(RestRequest request, string name, string field, string opcode, string parameter, Func<KernelState, string?> text)
    {
        request.Allow("GET", "POST");
        var state = request.Session.Access.Kernel.State;
        Find(state, name);
        request.RequireSuperuser();
        if (!request.IsPost)
        {
            await (text(state) is { } found ? request.TextAsync("text/plain; charset=utf-8", found) : throw RestException.WithMessage($"Device-type '{name}' does not have a {(field == "template" ? field : "health check")}"));
            return;
        }
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode(opcode, ("name", name), (parameter, body.RequiredText(field))));
        await request.NoContentAsync();
    }

    private static DeviceType Find(KernelState state, string name) => state.Objects.Find(DeviceType.Kind, name) ?? throw RestException.NotFound;
}
