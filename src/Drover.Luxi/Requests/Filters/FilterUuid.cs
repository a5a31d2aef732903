namespace Drover.Luxi.Requests.Filters;

/// <summary>Uuids of filters: 8, 4, 4, 4 and 12 hexadecimal digits.</summary>
internal static class FilterUuid
{
    /// <summary>The uuid in lower case.</summary>
    /// <exception cref="LuxiErrorException">It is none.</exception>
    public static string Check(string uuid) => Guid.TryParseExact(uuid, "D", out _)
        ? uuid.ToLowerInvariant()
        : throw new LuxiErrorException("GenericError", "Unable to parse UUID");
}
