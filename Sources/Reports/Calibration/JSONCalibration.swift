import Rules

/// The calibration for programs; `docs/calibration.md` says what each key holds.
public enum JSONCalibration {
  /// The name of the report's schema. Keys may be added to it; what a key holds stays.
  public static let schema = "assay/calibration/1"

  static func render(_ study: CalibrationStudy, into output: inout some TextOutputStream) {
    var json = JSONWriter()
    json.object { json in
      json.string("schema", schema)
      json.array("runs") { json in
        for run in study.runs {
          json.object(inline: true) { json in
            json.string("name", run.name)
            json.string("fold", run.fold)
            json.integer("tests", run.tests.count)
            json.integer("unlabelled", run.unlabelled)
          }
        }
      }
      json.array("rules") { json in
        for count in study.counts { json.object { write(count, into: &$0) } }
      }
      json.object("outcomes") { json in
        write(study.asFiled, "as_filed", into: &json)
        write(study.inSample, "in_sample", into: &json)
        if let heldOut = study.heldOut {
          write(heldOut, "held_out", into: &json)
        } else {
          json.string("held_out", nil)
        }
      }
    }
    json.flush(into: &output, always: true)
  }

  private static func write(_ count: RuleCount, into json: inout JSONWriter) {
    json.string("rule", count.rule)
    json.string("says", count.says.rawValue)
    json.number("bits", decimal(count.bits))
    json.string("standing", count.standing.rawValue)
    write(count.spoken, "spoken", into: &json)
    write(count.deciding, "deciding", into: &json)
    write(count.hard, "hard", into: &json)
  }

  private static func write(_ count: SpokenCount, _ key: String, into json: inout JSONWriter) {
    json.object(key, inline: true) { json in
      json.integer("of_real", count.ofReal)
      json.integer("real", count.real)
      json.integer("of_fake", count.ofFake)
      json.integer("fake", count.fake)
      json.number("implied_bits", decimal(count.impliedBits))
      json.number("least_bits", decimal(count.interval.lowerBound))
      json.number("most_bits", decimal(count.interval.upperBound))
    }
  }

  private static func write(_ outcome: CalibrationStudy.Outcome, _ key: String, into json: inout JSONWriter) {
    json.object(key) { json in
      json.object("score") { json in
        let score = outcome.score
        for (key, share) in [
          ("plain_fakes_caught", score.plainFakes), ("other_fakes_caught", score.otherFakes),
          ("reals_proven", score.reals), ("accused", score.accused), ("fakes_called_real", score.missed),
        ] {
          json.object(key, inline: true) { json in
            json.integer("tests", share.part)
            json.integer("of", share.whole)
          }
        }
      }
      json.object("suspect", inline: true) { json in
        json.integer("tests", outcome.table.suspects.tests)
        json.integer("real", outcome.table.suspects.real)
      }
      json.array("bins") { json in
        for bin in outcome.table.bins {
          json.object(inline: true) { json in
            json.number("from", decimal(bin.lower))
            json.number("to", decimal(bin.upper))
            json.integer("tests", bin.tests)
            json.integer("real", bin.real)
            json.integer("hard", bin.hard)
            json.number("mean_probability", DecimalText.fourDigits(bin.meanProbability))
          }
        }
      }
    }
  }

  private static func decimal(_ value: Double) -> String? {
    DecimalText.fixed(value, decimals: 3, isPadded: false)
  }
}
