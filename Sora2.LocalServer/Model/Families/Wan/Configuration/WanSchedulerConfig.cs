using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>How noise levels are spread and followed: scheduler/scheduler_config.json of a diffusers folder.</summary>
internal sealed record WanSchedulerConfig
{
    private const string File = "scheduler/scheduler_config.json";

    [JsonPropertyName("_class_name")]
    public string ClassName { get; init; } = "";

    public int NumTrainTimesteps { get; init; } = 1000;

    /// <summary>Of UniPC; above 1 spends more of the steps where noise is strong.</summary>
    public double? FlowShift { get; init; }

    /// <summary>Of Euler's: the same.</summary>
    public double? Shift { get; init; }

    public int? SolverOrder { get; init; }

    public string? SolverType { get; init; }

    public bool? PredictX0 { get; init; }

    public string? PredictionType { get; init; }

    public bool? UseFlowSigmas { get; init; }

    public bool? UseDynamicShifting { get; init; }

    public bool? LowerOrderFinal { get; init; }

    public string? FinalSigmasType { get; init; }

    public bool? Thresholding { get; init; }

    public IReadOnlyList<int>? DisableCorrector { get; init; }

    /// <summary>What flow models do not use.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Whether steps are UniPC's; else they are Euler's.</summary>
    [JsonIgnore]
    public bool IsUniPc => ClassName == "UniPCMultistepScheduler";

    [JsonIgnore]
    public double SigmaShift => (IsUniPc ? FlowShift : Shift) ?? 1;

    /// <exception cref="InvalidDataException">A variant that this server does not build.</exception>
    public void Check()
    {
        WanJson.Require(
            ClassName is "UniPCMultistepScheduler" or "FlowMatchEulerDiscreteScheduler", File, "_class_name", ClassName,
            "UniPCMultistepScheduler and FlowMatchEulerDiscreteScheduler are built");
        WanJson.Require(NumTrainTimesteps is >= 2 and <= 1_000_000, File, "num_train_timesteps", NumTrainTimesteps, "2 to 1000000 are possible");
        WanJson.Require(SigmaShift is > 0 and <= 100, File, IsUniPc ? "flow_shift" : "shift", SigmaShift, "numbers above 0 up to 100 are possible");
        WanJson.Require(UseDynamicShifting is null or false, File, "use_dynamic_shifting", UseDynamicShifting, "false is built");
        if (IsUniPc)
        {
            WanJson.Require(UseFlowSigmas == true, File, "use_flow_sigmas", UseFlowSigmas, "true is built");
            WanJson.Require(PredictionType == "flow_prediction", File, "prediction_type", PredictionType, "flow_prediction is built");
            WanJson.Require(PredictX0 is null or true, File, "predict_x0", PredictX0, "true is built");
            WanJson.Require(SolverOrder is null or 1 or 2, File, "solver_order", SolverOrder, "1 and 2 are built");
            WanJson.Require(SolverType is null or "bh2", File, "solver_type", SolverType, "bh2 is built");
            WanJson.Require(LowerOrderFinal is null or true, File, "lower_order_final", LowerOrderFinal, "true is built");
            WanJson.Require(FinalSigmasType is null or "zero", File, "final_sigmas_type", FinalSigmasType, "zero is built");
            WanJson.Require(Thresholding is null or false, File, "thresholding", Thresholding, "false is built");
            WanJson.Require(DisableCorrector is null or [], File, "disable_corrector", "a list", "an empty list is built");
        }
    }
}
